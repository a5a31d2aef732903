using Drover.NodeAgent.Orders;
using Drover.NodeWire.Protocol;
using Drover.Nodes;
using Drover.Nodes.Services;
using Microsoft.Extensions.Logging.Abstractions;
using LevelEnd = Drover.Nodes.Services.LevelEnd;

namespace Drover.NodeAgent.Tests.Orders;

/// <summary>What was ordered is known over restarts of the agent: the last thousand.</summary>
public sealed class OrderLogTests : IDisposable
{
    private readonly StateDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Answers_and_ends_are_known_after_it_is_opened_again()
    {
        using (var orders = Open())
        {
            orders.Answer(Key(1), Refused("one"));
            orders.End(Key(1), new LevelEnd(LevelEndKind.Failed, "FAILED", "why"));
            orders.Answer(Key(2), Refused("two"));
            orders.End(Key(3), new LevelEnd(LevelEndKind.Reached, "PASSED"));
        }
        using var again = Open();
        Assert.Equal("one", again.AnswerTo(Key(1))!.Outcome.Refusal.Detail);
        Assert.Equal(new LevelEnd(LevelEndKind.Failed, "FAILED", "why"), again.EndOf(Key(1)));
        Assert.Equal("two", again.AnswerTo(Key(2))!.Outcome.Refusal.Detail);
        Assert.Null(again.EndOf(Key(2)));
        Assert.Null(again.AnswerTo(Key(3)));
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "PASSED"), again.EndOf(Key(3)));
        Assert.Null(again.AnswerTo(new CommandKey(1, 0, 1)));
    }

    [Fact]
    public void The_last_thousand_are_known_and_the_file_stays_short()
    {
        var longest = 0L;
        using (var orders = Open())
            for (var job = 1; job <= 5_000; job++)
            {
                orders.Answer(Key(job), Refused($"r{job}"));
                longest = Math.Max(longest, new FileInfo(_directory["orders"]).Length);
            }
        Assert.InRange(longest, 1, 100_000);
        using var again = Open();
        Assert.Null(again.AnswerTo(Key(4_000)));
        Assert.All(Enumerable.Range(4_001, 1_000), job => Assert.Equal($"r{job}", again.AnswerTo(Key(job))!.Outcome.Refusal.Detail));
    }

    private static CommandKey Key(int job) => new(job, 0, 0);

    private static Answer Refused(string detail) => new() { Outcome = new Outcome { Refusal = new Refusal { Detail = detail } } };

    private OrderLog Open() => OrderLog.Open(_directory["orders"], NullLogger.Instance);
}
