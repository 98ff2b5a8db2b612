"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("pledges", __name__)
