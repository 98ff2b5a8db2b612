"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("matching", __name__)
