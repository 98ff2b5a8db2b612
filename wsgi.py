"""What a web server and the flask command load."""

from nolimits import create_app

app = create_app()
