"""The look itself: the accent of an organisation as a style sheet, and the page that shows every component."""
