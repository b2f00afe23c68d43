"""A child that fails after its parent has passed does not change the result, but is seen."""
# needs: nothing
# break: time.sleep(60) => pass

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os.wait()
