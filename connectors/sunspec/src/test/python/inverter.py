"""A SunSpec device on pymodbus, for the tests: serves the registers that it is given and prints each write.

usage: inverter.py PORT UNIT ADDRESS FILE
FILE holds the registers from ADDRESS on, in hexadecimal, separated by blanks. It ends when its standard input does.
"""

import os
import sys
import threading

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer


class Registers(ModbusSequentialDataBlock):
    """What is read is what was written."""

    def setValues(self, address, values):
        super().setValues(address, values)
        print("write", address, *[int(value) for value in values], flush=True)


def end_with_input():
    sys.stdin.read()
    os._exit(0)


def main():
    port, unit, address, path = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    with open(path, encoding="ascii") as file:
        words = [int(word, 16) for word in file.read().split()]
    threading.Thread(target=end_with_input, daemon=True).start()
    slave = ModbusSlaveContext(hr=Registers(address, words), zero_mode=True)
    context = ModbusServerContext(slaves={unit: slave}, single=False)
    StartTcpServer(context=context, address=("127.0.0.1", port))


if __name__ == "__main__":
    main()
