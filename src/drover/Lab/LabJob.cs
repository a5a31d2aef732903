using Drover.Cli.Submitting;

namespace Drover.Cli.Lab;

/// <summary>Submits one job about the lab and follows it.</summary>
internal static class LabJob
{
    /// <summary>A refusal is told, and does not keep others from it.</summary>
    public static int Run(Session session, ReadOnlyMemory<byte> body, bool detach, string form)
    {
        try
        {
            using var answer = session.Door.Post("/v1/jobs", body);
            var id = answer.RootElement.GetProperty("id").GetInt64();
            if (!detach)
                return OneJob.Follow(session, id, form);
            OneJob.PrintId(session, id, form);
            return ExitCode.Ok;
        }
        catch (CliException e) when (ExitCode.IsTurnedAway(e.ExitCode))
        {
            Terminal.ErrorPrinter.Print(session.Screen, e);
            return e.ExitCode;
        }
    }
}
