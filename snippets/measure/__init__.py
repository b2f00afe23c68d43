"""Measurements for the worksheets: numbers of one machine on one day, not claims."""
