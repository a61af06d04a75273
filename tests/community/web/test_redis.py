from community.web.redis import plain_redis


def test_one_client_for_a_process():
    assert plain_redis() is plain_redis()


def test_it_never_waits_long_and_never_tries_again(impatient):
    options = plain_redis().connection_pool.connection_kwargs
    assert options["socket_timeout"] == options["socket_connect_timeout"] == 0.1
    assert options["retry"].get_retries() == 0


def test_it_speaks_to_the_configured_server(private_redis):
    plain_redis().set("name", "value")
    assert plain_redis().get("name") == b"value"
    assert plain_redis().connection_pool.connection_kwargs["path"] in private_redis.url
