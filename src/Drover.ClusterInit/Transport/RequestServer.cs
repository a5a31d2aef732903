using Drover.ClusterInit.Storable;
using Drover.Kernel;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit.Transport;

/// <summary>Answers one message.</summary>
internal sealed class RequestServer(IServiceDoor services, ClusterInitOptions options, ILogger log)
{
    public async Task<StorableArray> AnswerAsync(Caller caller, StorableArray message, CancellationToken cancellationToken)
    {
        var request = TellRequest.Find(message, options.MaxNameBytes);
        return ReplyMessage.Of(await DecideAsync(caller, request, cancellationToken), request);
    }

    private async Task<TellReply> DecideAsync(Caller caller, TellRequest? request, CancellationToken cancellationToken)
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
