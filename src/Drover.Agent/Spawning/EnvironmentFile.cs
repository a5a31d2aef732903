namespace Drover.Agent.Spawning;

/// <summary>A file of <c>NAME=value</c> lines. Blank lines and lines that begin with <c>#</c> or <c>;</c> are skipped; one pair of quotes around
/// a value is taken off; nothing is expanded.</summary>
internal static class EnvironmentFile
{
    internal static IEnumerable<KeyValuePair<string, string>> Read(string setting)
    {
        var optional = setting.StartsWith('-');
        var path = optional ? setting[1..] : setting;
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && optional)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentException("ENVIRONMENT_FILE", $"Cannot read the environment file \"{path}\": {e.Message} A leading \"-\" lets it be missing.");
        }
        return lines.Select((line, index) => Parse(path, index + 1, line.Trim())).OfType<KeyValuePair<string, string>>().ToList();
    }

    private static KeyValuePair<string, string>? Parse(string path, int number, string line)
    {
        if (line.Length == 0 || line[0] is '#' or ';')
            return null;
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw new AgentException("ENVIRONMENT_FILE", $"Line {number} of the environment file \"{path}\" is not of the form NAME=value.");
        var value = line[(equals + 1)..].Trim();
        if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0])
            value = value[1..^1];
        return new KeyValuePair<string, string>(line[..equals].Trim(), value);
    }
}
