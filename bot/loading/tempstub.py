def check_template(t: str) -> None:
    pass
