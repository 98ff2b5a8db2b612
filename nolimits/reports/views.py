"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("reports", __name__)
