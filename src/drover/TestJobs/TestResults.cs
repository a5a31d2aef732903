using System.Globalization;
using Drover.Cli.Door;
using Drover.Cli.Listing;

namespace Drover.Cli.TestJobs;

/// <summary>The results of a test job as far as they have come, oldest first.</summary>
internal sealed class TestResults(long job)
{
    private readonly List<TestCase> _cases = [];
    private string? _last;

    /// <summary>All cases.</summary>
    public IReadOnlyList<TestCase> Cases => _cases;

    /// <summary>The filter by which rows of a job are listed.</summary>
    public static string Filter(long job) => string.Create(CultureInfo.InvariantCulture, $"job == \"{job}\"");

    /// <summary>Takes in what has come since the last time; returns it.</summary>
    public IReadOnlyList<TestCase> Read(DaemonDoor door)
    {
        var before = _cases.Count;
        foreach (var page in RowReader.Pages(door, new ListRequest("result") { Fields = TestCase.Fields, Filter = Filter(job), After = _last }))
        {
            using (page)
            {
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                {
                    _last = row[0][1].GetString();
                    _cases.Add(TestCase.Read(row));
                }
            }
        }

        return _cases[before..];
    }
}
