"""Lenses: one question with its picture, made by clicking, and the files that people save questions in.

A lens is JSON: a step and a widget as a dashboard has them, and a label. So what draws dashboards draws a lens, and it
goes into a dashboard as it is.
"""
