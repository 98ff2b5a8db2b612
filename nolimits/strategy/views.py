"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("strategy", __name__)
