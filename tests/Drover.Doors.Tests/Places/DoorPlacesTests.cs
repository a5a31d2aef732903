using Drover.Doors.Places;
using Drover.Tests.Shared;

namespace Drover.Doors.Tests.Places;

public sealed class DoorPlacesTests
{
    private readonly ManualClock _clock = new();
    private readonly List<string> _told = [];

    [Fact]
    public void Whoever_has_too_many_is_told_who_why_and_what_to_do()
    {
        var places = Places(new PlaceLimits { Most = 10, PerCaller = 1, Reserve = 2 });
        Assert.True(places.Enter(Visitors.User(7)).IsServed);
        var refused = places.Enter(Visitors.User(7));
        Assert.False(refused.IsServed || refused.IsClosed);
        Assert.Equal("uid:7 has 1 cats already, as many as one caller may have; end some, or try again later", refused.Refusal);
        Assert.Equal(["1 uid:7: " + refused.Refusal], _told);
    }

    [Fact]
    public void Who_is_turned_away_is_logged_once_a_caller_and_minute()
    {
        var places = Places(new PlaceLimits { Most = 2, PerCaller = 1, Reserve = 1 });
        places.Enter(Visitors.User(7));
        for (var time = 0; time < 100; time++)
            places.Enter(Visitors.User(7));
        places.Enter(Visitors.User(8));
        Assert.Equal(["1 uid:7", "1 uid:8"], Told());
        _clock.Advance(TimeSpan.FromMinutes(1));
        places.Enter(Visitors.User(7));
        Assert.Equal(["1 uid:7", "1 uid:8", "100 uid:7"], Told());
        Assert.Equal(102, places.Refused);
    }

    [Fact]
    public void A_place_is_free_again_when_its_caller_has_gone_and_counts_once()
    {
        var places = Places(new PlaceLimits { Most = 2, PerCaller = 1, Reserve = 1 });
        var place = places.Enter(Visitors.User(7));
        Assert.Equal(1, places.Taken);
        place.Dispose();
        place.Dispose();
        Assert.Equal(0, places.Taken);
        Assert.True(places.Enter(Visitors.User(7)).IsServed);
    }

    [Fact]
    public void So_many_are_told_and_the_others_just_closed_but_one_caller_does_not_keep_others_from_being_told()
    {
        var places = Places(new PlaceLimits { Most = 2, PerCaller = 1, Reserve = 1 });
        places.Enter(Visitors.User(7));
        var first = Enumerable.Range(0, 10).Select(_ => places.Enter(Visitors.User(7))).ToList();
        Assert.Equal(PlaceLimits.Told / 4, first.Count(admission => !admission.IsClosed));
        var other = places.Enter(Visitors.User(8));
        Assert.False(other.IsServed || other.IsClosed);
        first[0].Dispose();
        Assert.False(places.Enter(Visitors.User(7)).IsClosed);
    }

    [Fact]
    public void The_reserve_is_at_most_half_of_the_places()
    {
        var places = Places(new PlaceLimits { Most = 3, PerCaller = 3, Reserve = 32 });
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => places.Enter(Visitors.User(7)).IsServed));
        Assert.True(places.Enter(Visitors.Root).IsServed);
    }

    [Fact]
    public void The_last_descriptors_are_for_the_daemon_itself_and_those_before_for_operators()
    {
        var places = Places(new PlaceLimits { Descriptors = 1_024 });
        Assert.True(places.Enter(Visitors.User(7), descriptor: 895).IsServed);
        var refused = places.Enter(Visitors.User(7), descriptor: 896);
        Assert.True(refused.IsClosed);
        Assert.Equal("the daemon is short of file descriptors; try again later", refused.Refusal);
        Assert.True(places.Enter(Visitors.Root, descriptor: 959).IsServed);
        Assert.True(places.Enter(Visitors.Root, descriptor: 960).IsClosed);
    }

    private IEnumerable<string> Told() => _told.Select(line => line.Split(": ")[0]);

    private DoorPlaces Places(PlaceLimits limits) => new("cats", limits, _clock, (count, caller, reason) => _told.Add($"{count} {caller}: {reason}"));
}
