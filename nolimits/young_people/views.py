"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("young_people", __name__)
