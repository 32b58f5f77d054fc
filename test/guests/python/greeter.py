import re

from componentize_py_types import Err
from wit_world import Place, WitWorld

count = 0


class WitWorld(WitWorld):
    def hello(self, name: str) -> str:
        return f"Hello, {name}!"

    def moved(self, places, dx, dy):
        return [Place(p.name, p.x + dx, p.y + dy, p.tags) for p in places]

    def reversed(self, bytes):
        return bytes[::-1]

    def parsed(self, text):
        if not re.fullmatch(r"-?\d+", text):
            raise Err(f"not an integer: {text}")
        return int(text)

    def calls(self):
        global count
        count += 1
        return count
