"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("campaigns", __name__)
