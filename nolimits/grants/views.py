"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("grants", __name__)
