"""One client of the benchmark: a process with one connection that is kept open.

Reads one address per line on its standard input, asks for each in turn, and writes one JSON
object: times to the last byte in milliseconds, statuses, bytes received.
"""

import http.client
import json
import sys
import time

HEADERS = {"Accept-Encoding": "gzip", "User-Agent": "maillage-bench"}


def main() -> None:
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    cookie = sys.argv[3] if len(sys.argv) > 3 else ""
    headers = {**HEADERS, "Cookie": cookie} if cookie else HEADERS
    addresses = sys.stdin.read().split("\n")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times: list[float] = []
    statuses: dict[int, int] = {}
    received = 0
    end = time.monotonic() + seconds
    for address in addresses:
        if time.monotonic() > end:
            break
        start = time.perf_counter()
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        received += len(response.read())
        times.append((time.perf_counter() - start) * 1000)
        statuses[response.status] = statuses.get(response.status, 0) + 1
        if response.will_close:
            connection.close()
    json.dump({"times": times, "statuses": statuses, "received": received}, sys.stdout)


if __name__ == "__main__":
    main()
