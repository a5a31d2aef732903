using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>Archived jobs among the listed ones, read from either end and in pages.</summary>
public sealed class ArchivedListingTests
{
    [Fact]
    public async Task Archived_and_listed_jobs_come_in_one_order_from_either_end()
    {
        await using var kernel = await TestKernel.StartAsync();
        for (var id = 1; id <= 9; id++)
            await kernel.EndAsync(await kernel.SubmitAsync("OP_NOTE"));
        await kernel.ExecuteAsync(new ArchiveJobs([1, 2, 5, 8, 9]));

        foreach (var limit in new[] { 1, 2, 4, 20 })
        {
            Assert.Equal("1a 2a 3 4 5a 6 7 8a 9a", await PagesAsync(kernel, "id", limit, "id", "archived"));
            Assert.Equal("9a 8a 7 6 5a 4 3 2a 1a", await PagesAsync(kernel, "-id", limit, "id", "archived"));
            Assert.Equal("7 6 4 3", await PagesAsync(kernel, "-id", limit, "id"));
        }
    }

    private static async Task<string> PagesAsync(TestKernel kernel, string sort, int limit, params string[] fields)
    {
        var (ids, after) = (new List<string>(), (string?)null);
        do
        {
            using var context = kernel.Host.Look(TestKernel.Alice, fields);
            var request = new QueryRequest(fields) { Sort = SortKey.Parse(sort), Limit = limit, After = after };
            var page = await kernel.Host.Model.Resources.Get("job").QueryAsync(context, request, TestContext.Current.CancellationToken);
            ids.AddRange(page.Rows.Select(row => row[0] + (row.Length > 1 && row[1].ToString() == "true" ? "a" : "")));
            after = page.Next;
        }
        while (after is not null && ids.Count < 100);
        return string.Join(' ', ids);
    }
}
