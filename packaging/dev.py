"""The commands of this project: ``python3 packaging/dev.py run`` and ``test`` (``--help``).

Needs Python 3.11 or newer and nothing else. This file keeps to syntax that any Python reads, so
that an older one can say what is wrong.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("This project needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

from dev_verbs import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
