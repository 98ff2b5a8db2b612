"""What a web server and the flask command load."""

import gc

gc.disable()  # nothing that is made here is thrown away: looking for it only takes time

from nolimits import create_app  # noqa: E402

app = create_app()
gc.freeze()  # nor is it looked through for as long as this process runs
gc.enable()
