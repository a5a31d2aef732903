using System.Threading.Channels;
using Drover.NodeAgent.Connecting;
using Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Tests.Connecting;

/// <summary>Questions for leases and their answers, over one connection after another.</summary>
public sealed class MasterLeasesTests
{
    private readonly Channel<AgentMessage> _out = Channel.CreateUnbounded<AgentMessage>();
    private readonly MasterLeases _leases = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_that_of_its_own_question()
    {
        _leases.Begin(_out.Writer.WriteAsync);
        var (first, second) = (_leases.AskAsync(null, Token), _leases.AskAsync("no guard", Token));
        var questions = new[] { (await _out.Reader.ReadAsync(Token)).AskLeases, (await _out.Reader.ReadAsync(Token)).AskLeases };
        Assert.Equal([(false, ""), (true, "no guard")], questions.Select(question => (question.HasProblem, question.Problem)));
        _leases.Take(new Leases { Id = questions[1].Id });
        Assert.Empty(await second);
        Assert.False(first.IsCompleted);
        _leases.Take(new Leases { Id = questions[0].Id, Given = { new LeaseGrant { Group = "db", Number = 3, Time = 20_000_000 } } });
        Assert.Equal(new Nodes.Leases.LeaseGrant("db", 3, TimeSpan.FromSeconds(20)), Assert.Single(await first));
        // It comes again, or late.
        _leases.Take(new Leases { Id = questions[0].Id });
    }

    [Fact]
    public async Task A_question_ends_with_its_connection_and_a_new_one_is_a_change()
    {
        Assert.Equal("NO_MASTER", (await Assert.ThrowsAsync<DroverException>(() => _leases.AskAsync(null, Token))).Code);
        var changed = _leases.Changed;
        _leases.Begin(_out.Writer.WriteAsync);
        Assert.True(changed.IsCompleted);
        var asked = _leases.AskAsync(null, Token);
        _leases.End();
        Assert.Equal("NO_MASTER", (await Assert.ThrowsAsync<DroverException>(() => asked)).Code);
        Assert.False(_leases.Changed.IsCompleted);
    }

    [Fact]
    public async Task One_that_was_put_while_the_connection_ended_is_not_waited_for()
    {
        _leases.Begin((_, _) =>
        {
            _leases.End();
            return ValueTask.CompletedTask;
        });
        await Assert.ThrowsAsync<DroverException>(() => _leases.AskAsync(null, Token));
    }
}
