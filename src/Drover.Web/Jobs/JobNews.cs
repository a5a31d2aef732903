namespace Drover.Web.Jobs;

/// <summary>What there is to tell a follower of a job.</summary>
internal enum JobNews
{
    /// <summary>He knows all.</summary>
    None,

    /// <summary>The log went on.</summary>
    Log,

    /// <summary>The job, or one of its opcodes, has another status; or it has ended.</summary>
    Status,
}
