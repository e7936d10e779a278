using System.Globalization;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Hosting;
using Microsoft.AspNetCore.Http.Extensions;

namespace GhaRunner.Simulator.GitHub.Api;

/// <summary>Cuts a list into pages the way the REST API does (https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api).</summary>
internal static class Paging
{
    private const int DefaultSize = 30;
    private const int LargestSize = 100;

    /// <summary>Answers one page: <c>total_count</c>, the items, and links to the neighbours.</summary>
    public static ApiReply Page<T>(ApiCall call, Uri serverUrl, string property, IReadOnlyList<T> items, Func<T, JsonNode> render)
    {
        var size = Math.Clamp(Number(call.Query("per_page"), DefaultSize), 1, LargestSize);
        var page = Math.Max(1, Number(call.Query("page"), 1));
        var last = Math.Max(1, (items.Count + size - 1) / size);
        var body = new JsonObject
        {
            ["total_count"] = items.Count,
            [property] = Json.Array(items.Skip((page - 1) * size).Take(size).Select(render)),
        };
        return ApiReply.Ok(body) with { Link = last == 1 ? null : Link(call, serverUrl, page, last) };
    }

    private static string Link(ApiCall call, Uri serverUrl, int page, int last)
    {
        List<string> links = [];
        if (page > 1)
            links.Add(To(page - 1, "prev"));
        if (page < last)
            links.AddRange([To(page + 1, "next"), To(last, "last")]);
        if (page > 1)
            links.Add(To(1, "first"));
        return string.Join(", ", links);

        string To(int target, string relation)
        {
            var query = new QueryBuilder(call.Context.Request.Query.Where(item => item.Key != "page").SelectMany(
                item => item.Value.Select(value => KeyValuePair.Create(item.Key, value ?? ""))))
            {
                { "page", target.ToString(CultureInfo.InvariantCulture) },
            };
            return $"<{new Uri(serverUrl, call.Context.Request.Path + query.ToString())}>; rel=\"{relation}\"";
        }
    }

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
