"""What is printed: labels, slips and bills as PDF, PNG or ZPL, all from one description of a sheet.

sheet.py      a sheet: texts, lines, boxes and barcodes at places in millimeters
barcodes.py   barcodes as patterns of dark and light
pdf.py        sheets as the pages of a PDF
png.py        a sheet as a picture
zpl.py        sheets as a program for label printers
pages.py      several labels on one page of paper
"""
