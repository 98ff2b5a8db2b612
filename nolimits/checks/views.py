"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("checks", __name__)
