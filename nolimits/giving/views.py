"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("giving", __name__)
