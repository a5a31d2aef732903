using Drover.Kernel;
using Drover.Storable;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit.Transport;

/// <summary>Answers one message.</summary>
internal sealed class RequestServer(IServiceDoor services, ClusterInitOptions options, ILogger log)
{
    /// <summary>The request in a message; null when there is none.</summary>
    public TellRequest? Understand(StorableArray message) => TellRequest.Find(message, options.MaxNameBytes);

    /// <summary>How a change of level ended that was accepted as this job.</summary>
    public Task<TellReply> EndAsync(long job, CancellationToken cancellationToken) => services.EndOfTellAsync(job, cancellationToken);

    public async Task<TellReply> DecideAsync(Caller caller, TellRequest? request, CancellationToken cancellationToken)
    {
        try
        {
            AccessGate.Require(caller, Needed(request));
            if (request is null)
                return TellReply.NotUnderstood();
            if (request.IsShutdown)
                return await services.ShutdownAsync(caller, cancellationToken);
            if (request.IsReread)
                return await services.RereadAsync(caller, cancellationToken);
            return await services.TellAsync(caller, request.Group.Text, request.Level.Text, cancellationToken);
        }
        catch (NotAllowedException refusal)
        {
            ClusterInitLog.NotAllowed(log, caller.Actor, refusal.Wanted);
            return Refused(refusal, "not allowed: " + refusal.Message);
        }
        catch (DroverException refusal)
        {
            return Refused(refusal, refusal.Message);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            ClusterInitLog.Broken(log, broken);
            return TellReply.Refused("internal", $"the daemon failed to answer: {broken.Message}; its log says more");
        }
    }

    /// <summary>What a request needs; one that nobody understands may have been any change of level.</summary>
    private static Permission Needed(TellRequest? request) => request switch
    {
        { IsShutdown: true } => new(AccessAction.Administer, Protected.Daemon),
        { IsReread: true } => new(AccessAction.Submit, Protected.Opcode, ServiceDoor.Reread),
        _ => new(AccessAction.Submit, Protected.Opcode, ServiceDoor.SetLevel),
    };

    private static TellReply Refused(DroverException refusal, string message) =>
        TellReply.Refused(refusal.Code.ToLowerInvariant().Replace('_', '-'), message);
}
