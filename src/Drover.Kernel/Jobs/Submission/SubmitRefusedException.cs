namespace Drover.Kernel.Jobs;

/// <summary>A submit was refused as it stands; nothing was queued. Codes: <c>QUEUE_DRAINED</c>, <c>QUEUE_FULL</c>,
/// <c>QUEUE_STOPPING</c>, <c>STORE_LOW_SPACE</c>, <c>JOB_RELATIVE_DEPENDENCY</c>, <c>TOKEN_REUSED</c>.</summary>
public sealed class SubmitRefusedException(string code, string message) : DroverException(code, message);
