import pytest

from bot.config.optionfile import read_option_file
from bot.errors import UsageError


@pytest.mark.parametrize(
    "text",
    [
        "[client]\nuser = 's1'\npassword = 'hunter2='\n",
        '[client]\nuser="s1"\npassword="hunter2="',
        "# toolforge\n[client]\npassword=hunter2=\nuser=s1\nskip-ssl\n[mysqldump]\nuser=x\n",
        "!includedir /etc/my.cnf.d\n[client]\nuser=s1\npassword=hunter2=\n",
    ],
)
def test_user_and_password_of_the_client_are_read(tmp_path, text):
    file = tmp_path / "my.cnf"
    file.write_text(text)
    assert read_option_file(file, "the replica") == ("s1", "hunter2=")


def test_a_user_may_have_no_password(tmp_path):
    file = tmp_path / "my.cnf"
    file.write_text("[client]\nuser=s1\npassword\n")
    assert read_option_file(file, "the replica") == ("s1", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "cannot read the replica's user: No such file"),
        (b"", "no `user` under `.client.`, which the replica needs"),
        (b"[client]\npassword=hunter2\n", "no `user`"),
        (b"user=s1\npassword=hunter2\n", "not an option file"),
        (b"[client]\nuser=\xff\n", "not an option file"),
    ],
)
def test_a_file_that_does_not_tell_is_told_without_its_lines(tmp_path, text, words):
    file = tmp_path / "my.cnf"
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(UsageError, match=words) as caught:
        read_option_file(file, "the replica")
    assert str(caught.value).startswith(str(file))
    assert "hunter2" not in str(caught.value)
