using Drover.Doors.Places;

namespace Drover.Doors.Tests.Places;

public sealed class DescriptorBudgetTests
{
    private static readonly PlaceLimits[] s_usual = [new(), new(), new()];

    [Theory]
    [InlineData(512, 69)]
    [InlineData(1_024, 154)]
    [InlineData(2_048, 496)]
    [InlineData(4_096, 1_000)]
    [InlineData(1_048_576, 1_000)]
    public void The_doors_share_what_there_is(int descriptors, int places)
    {
        var budget = new DescriptorBudget(descriptors);
        var fitted = budget.Fit(s_usual);
        Assert.All(fitted, door => Assert.Equal((places, descriptors), (door.Most, door.Descriptors)));
        Assert.True(fitted.Sum(door => door.Most + PlaceLimits.Told) <= budget.ForDoors);
        Assert.Equal(places == 1_000, budget.Suffices(s_usual));
    }

    [Fact]
    public void A_door_that_wants_more_gets_more()
    {
        var fitted = new DescriptorBudget(1_024).Fit([new PlaceLimits { Most = 3_000 }, new PlaceLimits { Most = 100 }]);
        Assert.Equal([477, 2], fitted.Select(door => door.Most));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void With_as_many_as_are_needed_nothing_is_cut(int places)
    {
        PlaceLimits[] doors = [new() { Most = places }, new() { Most = places }];
        var needed = (int)DescriptorBudget.Needed(doors);
        Assert.True(new DescriptorBudget(needed).Suffices(doors));
        Assert.False(new DescriptorBudget(needed - 2).Suffices(doors));
    }
}
