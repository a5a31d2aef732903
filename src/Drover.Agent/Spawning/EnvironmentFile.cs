using System.Buffers;
using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Spawning;

/// <summary>A file of <c>NAME=value</c> lines, read as systemd reads one (systemd.exec(5), <c>EnvironmentFile=</c>): comments, quotes, escapes and continued lines;
/// nothing is expanded. What systemd would pass over in silence though somebody meant something by it - a name that is none, a quote without its end - is refused.</summary>
internal static class EnvironmentFile
{
    private const int MostBytes = 256 << 10;

    /// <summary>How people say that there is none.</summary>
    private const string Nothing = "/dev/null";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="setting">A path; a <c>-</c> before it lets the file be missing.</param>
    /// <exception cref="AgentException"><c>ENVIRONMENT_FILE</c>: it cannot be read; the text names the line.</exception>
    internal static IReadOnlyList<KeyValuePair<string, string>> Read(string setting)
    {
        var optional = setting.StartsWith('-');
        var path = optional ? setting[1..] : setting;
        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes + 1);
        try
        {
            if (path == Nothing)
                return [];
            if (FileStatus.Of(path) is { IsRegular: false })
                throw Refusal(path, "it is no plain file, but a directory, a pipe or a device");
            // Without waiting, should it become one that never has anything to say.
            var length = SmallFile.Read(path, buffer.AsSpan(0, MostBytes + 1), Libc.OpenNonBlocking);
            if (length < 0 && optional && Errno.Last == Errno.NoEntry)
                return [];
            if (length < 0)
                throw Refusal(path, $"{Errno.Text(Errno.Last)}. A leading \"-\" lets it be missing");
            if (length > MostBytes)
                throw Refusal(path, $"it is longer than {MostBytes} bytes");
            return new EnvironmentText(s_utf8.GetString(buffer, 0, length), (line, problem) => Refusal(path, $"line {line} {problem}")).Read();
        }
        catch (DecoderFallbackException)
        {
            throw Refusal(path, "it is not UTF-8");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static AgentException Refusal(string path, string problem) =>
        new("ENVIRONMENT_FILE", $"Cannot read the environment file \"{path}\": {problem}.");
}
