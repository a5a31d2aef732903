using Drover.People.SignIn;
using Drover.Tests.Shared;

namespace Drover.Web.Tests.People;

/// <summary>Who tries many passwords is held up, and keeps nobody else out.</summary>
public sealed class SignInThrottleTests
{
    private readonly ManualClock _clock = new();
    private readonly SignInThrottle _throttle;

    public SignInThrottleTests() => _throttle = new(new SignInOptions { Tries = 3, TriesPerAddress = 5, TriesPerUser = 8, Window = TimeSpan.FromMinutes(10) }, _clock);

    [Fact]
    public void A_stranger_who_guesses_does_not_keep_the_user_out_elsewhere()
    {
        for (var guess = 0; guess < 3; guess++)
            Assert.Null(_throttle.Begin("ada", "192.0.2.66"));
        Assert.Equal(TimeSpan.FromMinutes(10), _throttle.Begin("ada", "192.0.2.66"));
        Assert.Null(_throttle.Begin("ada", "192.0.2.7"));
    }

    [Fact]
    public void An_address_that_tries_many_users_is_held_up_for_all()
    {
        for (var user = 0; user < 5; user++)
            Assert.Null(_throttle.Begin($"u{user}", "192.0.2.66"));
        Assert.NotNull(_throttle.Begin("ada", "192.0.2.66"));
    }

    [Fact]
    public void A_user_who_is_tried_from_many_addresses_is_held_up()
    {
        for (var address = 0; address < 8; address++)
            Assert.Null(_throttle.Begin("ada", $"192.0.2.{address}"));
        Assert.NotNull(_throttle.Begin("ada", "198.51.100.1"));
    }

    [Fact]
    public void Time_and_success_make_room()
    {
        for (var guess = 0; guess < 3; guess++)
            _throttle.Begin("ada", "192.0.2.7");
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(TimeSpan.FromMinutes(6), _throttle.Begin("ada", "192.0.2.7"));
        _clock.Advance(TimeSpan.FromMinutes(6));
        for (var right = 0; right < 20; right++)
        {
            Assert.Null(_throttle.Begin("ada", "192.0.2.7"));
            _throttle.Succeeded("ada", "192.0.2.7");
        }
    }
}
