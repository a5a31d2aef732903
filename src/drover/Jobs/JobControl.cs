using System.Globalization;
using System.Text.Json;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary>Sends one control (cancel, priority, ...) to each of several jobs; a refusal of one does not keep the others from it.</summary>
internal static class JobControl
{
    public static int ForEach(Session session, IEnumerable<long> ids, string control, ReadOnlyMemory<byte> body, Func<long, string> done)
    {
        var code = ExitCode.Ok;
        foreach (var id in ids)
        {
            try
            {
                using var answer = session.Door.Post(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{id}/{control}"), body);
                var message = answer.RootElement.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? Printable.Line(text.GetString()!) : null;
                if (!answer.RootElement.GetProperty("done").GetBoolean())
                    throw new CliException("NOT_DONE", message ?? Language.Say("job.unchanged", id), ExitCode.Refused, Language.Say("job.unchanged.hint", id));
                session.Screen.Out.WriteLine(message ?? done(id));
            }
            catch (CliException e) when (ExitCode.IsTurnedAway(e.ExitCode))
            {
                ErrorPrinter.Print(session.Screen, e);
                code = ExitCode.Worse(code, e.ExitCode);
            }
        }

        return code;
    }
}
