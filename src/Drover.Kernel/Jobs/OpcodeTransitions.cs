namespace Drover.Kernel.Jobs;

/// <summary>The one table of legal moves of an opcode. docs/jobs.md prints the same table.</summary>
public static class OpcodeTransitions
{
    private const bool Yes = true;
    private const bool No = false;

    // Rows: from. Columns: to, in the order of JobStatus.
    private static readonly bool[,] s_legal =
    {
        //               queued waiting canceling running canceled success error
        /* queued    */ { No,   Yes,    Yes,      No,     Yes,     No,     Yes },
        /* waiting   */ { Yes,  No,     Yes,      Yes,    Yes,     No,     Yes },
        /* canceling */ { No,   No,     No,       No,     Yes,     No,     No  },
        /* running   */ { Yes,  No,     No,       No,     Yes,     Yes,    Yes },
        /* canceled  */ { No,   No,     No,       No,     No,      No,     No  },
        /* success   */ { No,   No,     No,       No,     No,      No,     No  },
        /* error     */ { No,   No,     No,       No,     No,      No,     No  },
    };

    /// <summary>Whether an opcode may go from one state to the other.</summary>
    public static bool IsLegal(JobStatus from, JobStatus to) => s_legal[(int)from, (int)to];

    /// <summary>Returns <paramref name="to"/>, or refuses the move by name.</summary>
    public static JobStatus Check(long job, int opcode, JobStatus from, JobStatus to) =>
        IsLegal(from, to)
            ? to
            : throw new InvalidOperationException($"Opcode {opcode} of job {job} cannot go from {from.Name()} to {to.Name()}.");
}
