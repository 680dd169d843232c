# mine
skip Skip to the content
