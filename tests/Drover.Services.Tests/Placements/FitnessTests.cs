using Drover.Services.Placements;

namespace Drover.Services.Tests.Placements;

/// <summary>Which node is tried next.</summary>
public sealed class FitnessTests
{
    private static readonly Timestamp s_forgotten = new(100);

    private static readonly Placement s_fresh = new() { Group = "g", Job = 7 };

    [Theory]
    [InlineData(null, "n1")]
    [InlineData("n3", "n3")]
    [InlineData("n2", "n1")]
    public void The_wished_one_comes_first_then_the_order(string? wished, string next) => Assert.Equal(next, Fitness.Next(Nodes(), s_fresh, wished, s_forgotten));

    [Fact]
    public void One_on_which_it_failed_lately_is_passed_over() => Assert.Equal("n3", Fitness.Next(Nodes(), s_fresh with { Failures = [Failure("n1", 200, 5)] }, null, s_forgotten));

    [Fact]
    public void Unless_that_is_long_ago() => Assert.Equal("n1", Fitness.Next(Nodes(), s_fresh with { Failures = [Failure("n1", 100, 5)] }, null, s_forgotten));

    [Fact]
    public void Where_it_failed_everywhere_the_one_is_tried_where_that_is_longest_ago() =>
        Assert.Equal("n3", Fitness.Next(Nodes(), s_fresh with { Failures = [Failure("n3", 200, 5), Failure("n1", 201, 5)] }, null, s_forgotten));

    [Fact]
    public void No_node_is_tried_twice_by_a_job()
    {
        var placement = s_fresh with { Attempt = 2, Failures = [Failure("n1", 200, 7), Failure("n3", 201, 7)] };
        Assert.Null(Fitness.Next(Nodes(), placement, null, s_forgotten));
        Assert.Null(Fitness.Next(Nodes(), placement, "n3", s_forgotten));
    }

    [Fact]
    public void The_one_that_it_leaves_is_taken_before_one_on_which_it_failed()
    {
        var placement = s_fresh with { Avoid = "n1" };
        Assert.Equal("n3", Fitness.Next(Nodes(), placement, null, s_forgotten));
        Assert.Equal("n1", Fitness.Next(Nodes(), placement with { Failures = [Failure("n3", 200, 7)] }, null, s_forgotten));
    }

    [Fact]
    public void Where_there_is_no_other_it_comes_back_to_the_one_on_which_it_had_failed()
    {
        IReadOnlyList<Fitness> alone = [new("n1", null), new("n2", "away")];
        var placement = s_fresh with { Failures = [Failure("n1", 200, 7)] };
        Assert.Equal("n1", Fitness.Next(alone, placement, null, s_forgotten));
        Assert.Null(Fitness.Next(alone, placement with { Attempt = 1 }, null, s_forgotten));
    }

    private static IReadOnlyList<Fitness> Nodes() => [new("n1", null), new("n2", "away"), new("n3", null)];

    private static NodeFailure Failure(string node, long at, long job) => new(node, new Timestamp(at), "no disk", job);
}
