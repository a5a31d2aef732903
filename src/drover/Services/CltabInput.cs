using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary>Reads a cltab that is named on the command line.</summary>
internal static class CltabInput
{
    /// <summary>Its bytes; those of standard input for <c>-</c>.</summary>
    /// <param name="emptyHint">What to do where the name is empty.</param>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static byte[] Read(Session session, string file, string emptyHint)
    {
        try
        {
            return file.Length == 0 ? throw CliException.Usage(Language.Say("cltab.empty"), emptyHint) : file == "-" ? ReadInput(session) : File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException("FILE_UNREADABLE", Language.Say("cannot-read", file, e.Message), ExitCode.Usage, Language.Say("cltab.unread.hint"));
        }
    }

    private static byte[] ReadInput(Session session)
    {
        using var input = session.Screen.OpenInput();
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }
}
