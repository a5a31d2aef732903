using Drover.Cluster.Queries;
using Drover.Kernel.Jobs;
using Drover.Kernel.Operations;
using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests;

/// <summary>Words the kernel's errors as Ganeti's clients know them.</summary>
internal static class ErrorWording
{
    public static LuxiError Of(DroverException error, bool is26) => error switch
    {
        LuxiErrorException luxi => luxi.Error,
        QueryException query => Of(QueryRefusal.Worded(query, is26 ? FilterWording.In26(query) : query.Message)),
        OperationException failed => Of(failed),
        SubmitRefusedException refused => Of(refused, is26),
        _ => new LuxiError("GenericError", error.Message),
    };

    private static LuxiError Of(OperationException failed) => new(failed.ErrorClass, [.. failed.Arguments]);

    private static LuxiError Of(SubmitRefusedException refused, bool is26) => refused.Code switch
    {
        "QUEUE_DRAINED" => is26
            ? new LuxiError("JobQueueDrainError", "Job queue is drained, refusing job")
            : new LuxiError("GenericError", "Queue drained"),
        "QUEUE_FULL" => new LuxiError("JobQueueFull"),
        "QUEUE_STOPPING" => new LuxiError("JobQueueError", is26 ? "Job queue is shutting down, refusing job" : refused.Message),
        "STORE_LOW_SPACE" => new LuxiError("JobQueueError", refused.Message),
        _ => new LuxiError("GenericError", refused.Message),
    };
}
