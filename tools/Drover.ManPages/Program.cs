namespace Drover.ManPages;

/// <summary>Makes man pages of those pages of the documentation that say so by their first line: <c># name(section): what it is</c>.</summary>
internal static class Program
{
    private const int Ok = 0;
    private const int Usage = 2;

    public static int Main(string[] args)
    {
        if (args is not [var directory, .. { Length: > 0 } pages])
        {
            Console.Error.WriteLine("usage: Drover.ManPages DIRECTORY PAGE.md...");
            return Usage;
        }

        Directory.CreateDirectory(directory);
        foreach (var path in pages)
        {
            if (ManPage.Read(File.ReadAllText(path)) is not { } page)
            {
                Console.Error.WriteLine($"{path}: the first line is not '# name(section): what it is'");
                return Usage;
            }

            File.WriteAllText(Path.Combine(directory, page.FileName), page.Text);
        }

        return Ok;
    }
}
