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
        if (caller.Role != Role.Operator)
        {
            ClusterInitLog.NotAllowed(log, caller.Actor);
            return TellReply.Refused("not-allowed",
                "not allowed: only root, the daemon's own user and members of its admin group may change services");
        }
        if (request is null)
            return TellReply.NotUnderstood();
        try
        {
            if (request.IsShutdown)
                return await services.ShutdownAsync(caller, cancellationToken);
            if (request.IsReread)
                return await services.RereadAsync(caller, cancellationToken);
            return await services.TellAsync(caller, request.Group.Text, request.Level.Text, cancellationToken);
        }
        catch (DroverException refusal)
        {
            return TellReply.Refused(refusal.Code.ToLowerInvariant().Replace('_', '-'), refusal.Message);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            ClusterInitLog.Broken(log, broken);
            return TellReply.Refused("internal", $"the daemon failed to answer: {broken.Message}; its log says more");
        }
    }
}
