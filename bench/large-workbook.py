"""The peer of bench/read.ts: pandas with openpyxl merely reads the same file; prints seconds and peak megabytes."""
import resource
import sys
import time

import pandas

began = time.perf_counter()
frame = pandas.read_excel(sys.argv[1], sheet_name="Fix Schedule", engine="openpyxl")
seconds = time.perf_counter() - began
print(len(frame), seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
