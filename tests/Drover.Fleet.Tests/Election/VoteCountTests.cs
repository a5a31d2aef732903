using Drover.Fleet.Election;

namespace Drover.Fleet.Tests.Election;

/// <summary>More than half of all, this node among them.</summary>
public sealed class VoteCountTests
{
    [Theory]
    // Other voters, what they say (me, other, silent as a dash, and struck as x); the outcome.
    [InlineData("", "Won")]
    [InlineData("-", "Open")]
    [InlineData("m", "Won")]
    [InlineData("o", "Lost")]
    [InlineData("--", "Open")]
    [InlineData("m-", "Won")]
    [InlineData("o-", "Open")]
    [InlineData("oo", "Lost")]
    [InlineData("mo-", "Open")]
    [InlineData("mmo", "Won")]
    [InlineData("oo-", "Lost")]
    [InlineData("oom", "Lost")]
    [InlineData("mo", "Won")]
    [InlineData("x", "Won")]
    [InlineData("x-", "Open")]
    [InlineData("xxo", "Lost")]
    [InlineData("mmoo", "Won")]
    [InlineData("mmooo", "Lost")]
    public void The_outcome_is_told_as_soon_as_nobody_can_change_it(string votes, string verdict)
    {
        var count = new VoteCount("me", Enumerable.Range(0, votes.Length).Select(i => $"n{i}"));
        for (var i = 0; i < votes.Length; i++)
            switch (votes[i])
            {
                case 'm': count.Take($"n{i}", "me"); break;
                case 'o': count.Take($"n{i}", "other"); break;
                case 'x': count.Strike($"n{i}"); break;
            }
        Assert.Equal(verdict, count.Verdict.ToString());
    }

    [Fact]
    public void Who_voted_for_whom_is_said_and_who_has_not()
    {
        var count = new VoteCount("me", ["n2", "n3", "n4", "n5"]);
        count.Take("n4", "other");
        count.Take("n2", "me");
        count.Take("n2", "other");
        count.Take("stranger", "other");
        Assert.Equal("other is named by n2, n4; me is named by me; no answer of n3, n5", count.ToString());
        Assert.Equal(5, count.All);
    }
}
