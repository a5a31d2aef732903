using System.Security.Cryptography.X509Certificates;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Grpc.Core;

namespace Drover.Fleet.Election;

/// <summary>What agents may call while the nodes vote on the master: they are asked whom they take for it, and come again afterwards.</summary>
/// <param name="electorate">Who they are.</param>
/// <param name="master">How they know the master, and it them.</param>
/// <param name="clock">Says when certificates end.</param>
/// <param name="heard">Takes what one has said.</param>
internal sealed class VoteService(Electorate electorate, MasterIdentity master, TimeProvider clock, Action<string, Hello, Vote?> heard) : NodeWire.Protocol.Fleet.FleetBase, IDisposable
{
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _over = new();

    /// <summary>The vote is over: whoever waits for that goes.</summary>
    public void Close() => _over.Cancel();

    public void Dispose() => _over.Dispose();

    public override Task<AuthorityReply> Authority(AuthorityRequest request, ServerCallContext context) => Task.FromResult(new AuthorityReply { Certificate = master.Certificate });

    public override Task<Credentials> Join(JoinRequest request, ServerCallContext context) => throw Later();

    public override Task<Credentials> Renew(RenewRequest request, ServerCallContext context) => throw Later();

    public override async Task Connect(IAsyncStreamReader<AgentMessage> requests, IServerStreamWriter<MasterMessage> responses, ServerCallContext context)
    {
        var node = Caller(context) ?? throw Later();
        if ((await NextAsync(requests, context))?.Hello is not { } hello)
            throw Later();
        if (!hello.Capabilities.Contains(Capabilities.Vote))
        {
            heard(node, hello, null);
            throw Later();
        }
        await responses.WriteAsync(new MasterMessage { AskVote = new AskVote() }, context.CancellationToken);
        if ((await NextAsync(requests, context))?.Vote is not { } vote)
            throw Later();
        heard(node, hello, vote);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, context.CancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The node whose certificate is shown; null when it is none that is good.</summary>
    private string? Caller(ServerCallContext context) =>
        context.GetHttpContext().Connection.ClientCertificate is { } certificate && master.Problem(certificate, clock.GetUtcNow()) is null
        && certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is var name && electorate.Agents.Any(agent => agent.Node == name && agent.Has(certificate.SerialNumber)) ? name : null;

    private async Task<AgentMessage?> NextAsync(IAsyncStreamReader<AgentMessage> requests, ServerCallContext context)
    {
        try
        {
            return await requests.MoveNext(context.CancellationToken).WaitAsync(s_answerTime, clock, context.CancellationToken) ? requests.Current : null;
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            return null;
        }
    }

    private RpcException Later() => new(new Status(StatusCode.Unavailable, $"Node {electorate.Own} is not elected master yet: the nodes of the cluster vote. Come again."));
}
