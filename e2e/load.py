"""Images for the backend: posted from several threads, and those that were accepted remembered."""

import json
import random
import threading
import time
import urllib.error
import urllib.request

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


def post(url, camera, seed):
    """The id of the image if it was accepted, and the status."""
    content = JPEG + random.Random(seed).randbytes(2000)
    request = urllib.request.Request(
        f"{url}/api/images?camera_id={camera}", data=content, headers={"Content-Type": "image/jpeg"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)["image_id"], answer.status
    except urllib.error.HTTPError as error:
        error.read()
        return None, error.code
    except OSError:
        # A process that is gone or a connection that broke off: nothing was promised.
        return None, 0


class Load:
    """Posts images until it is stopped or all are accepted. What is refused is sent again, as a camera would."""

    def __init__(self, backends, images, cameras=4, pause=0.0, threads=4):
        self.backends, self.pause = backends, pause
        self.lock, self.accepted, self.statuses = threading.Lock(), [], {}
        self.left, self.cameras, self.stopped = list(range(images)), cameras, False
        self.threads = [threading.Thread(target=self.work, args=(number,), daemon=True) for number in range(threads)]
        for thread in self.threads:
            thread.start()

    def work(self, number):
        turn = number
        while not self.stopped:
            with self.lock:
                if not self.left:
                    return
                image = self.left.pop()
            turn += 1
            accepted, status = post(self.backends[turn % len(self.backends)].url, f"camera-{image % self.cameras}", image)
            with self.lock:
                self.statuses[status] = self.statuses.get(status, 0) + 1
                if accepted:
                    self.accepted.append(accepted)
                else:
                    self.left.append(image)
            time.sleep(self.pause if accepted else 0.2)

    def wait(self, seconds=120):
        end = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0.0, end - time.monotonic()))
        assert not self.left, f"{len(self.left)} images were never accepted; statuses {self.statuses}"
        return self.accepted

    def stop(self):
        self.stopped = True
        for thread in self.threads:
            thread.join(30)
        return self.accepted
