using TfExplain.Testing;

namespace TfExplain.Imaging.Tests;

public class FixturesTests
{
    [Fact]
    public void Fixtures_are_part_of_the_repository() => File.Exists(Fixtures.Path("imaging", "index.json")).ShouldBeTrue();
}
