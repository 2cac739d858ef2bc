import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.api.communication.ODataClientErrorException;
import org.apache.olingo.client.api.domain.ClientEntity;
import org.apache.olingo.client.api.domain.ClientEntitySet;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.format.ContentType;

/** Apache Olingo's client: metadata, rows by pages, what goes along, keys, counts and errors. */
public class OData {
  static int right, wrong;

  static void check(String what, Object found, Object wanted) {
    boolean good = wanted.equals(found);
    if (good) right++; else wrong++;
    System.out.println(good ? "ok " + what : "wrong: " + found + ", not " + wanted + ": " + what);
  }

  public static void main(String[] args) {
    String root = System.getenv("ODATA_URL").replaceAll("/$", "");
    ODataClient client = ODataClientFactory.getClient();
    client.getConfiguration().setDefaultPubFormat(ContentType.JSON);
    Edm edm = client.getRetrieveRequestFactory().getMetadataRequest(root).execute().getBody();
    EdmEntityType deals = edm.getEntityType(new FullQualifiedName("zoho", "Deals"));
    check("keys", deals.getKeyPredicateNames(), List.of("id"));
    check("types", deals.getProperty("Amount").getType().getName(), "Decimal");
    check("ways", deals.getNavigationProperty("_Account_Name").getType().getName(), "Accounts");
    check("entity sets", client.getRetrieveRequestFactory().getServiceDocumentRequest(root).execute().getBody()
        .getEntitySetNames().contains("Deals"), true);

    URI some = client.newURIBuilder(root).appendEntitySetSegment("Deals").filter("Amount gt 1000 and Account_Name_id ne null")
        .orderBy("Amount desc").select("id", "Amount", "Deal_Name").expand("_Account_Name").top(5).build();
    ClientEntitySet set = client.getRetrieveRequestFactory().getEntitySetRequest(some).execute().getBody();
    check("rows", set.getEntities().size(), 5);
    ClientEntity first = set.getEntities().get(0);
    // Olingo takes what is expanded for a complex value, unless links tell otherwise.
    check("what goes along", first.getProperty("_Account_Name").getComplexValue().get("Account_Name") != null, true);

    URI all = client.newURIBuilder(root).appendEntitySetSegment("Deals").select("id").count(true).build();
    List<String> ids = new ArrayList<>();
    int count = -1;
    for (URI next = all; next != null;) {
      var request = client.getRetrieveRequestFactory().getEntitySetRequest(next);
      request.setPrefer("odata.maxpagesize=1000");
      ClientEntitySet page = request.execute().getBody();
      for (ClientEntity each : page.getEntities()) ids.add(each.getProperty("id").getPrimitiveValue().toString());
      if (count < 0) count = page.getCount();
      next = page.getNext();
    }
    check("pages without a gap or a double", List.of(ids.size(), ids.stream().distinct().count()), List.of(count, (long) count));

    URI one = client.newURIBuilder(root).appendEntitySetSegment("Deals").appendKeySegment(Long.parseLong(ids.get(0))).build();
    check("one entity by its key", client.getRetrieveRequestFactory().getEntityRequest(one).execute().getBody()
        .getProperty("id").getPrimitiveValue().toString(), ids.get(0));
    URI number = client.newURIBuilder(root).appendEntitySetSegment("Deals").count().build();
    check("$count", client.getRetrieveRequestFactory().getValueRequest(number).execute().getBody().toString(), String.valueOf(count));
    try {
      client.getRetrieveRequestFactory().getEntitySetRequest(URI.create(root + "/Dealz")).execute();
      check("an error", "none", "404");
    } catch (ODataClientErrorException error) {
      check("an error", error.getStatusLine().getStatusCode() + " " + error.getODataError().getCode(), "404 UNDEFINED_TABLE");
    }
    System.out.println("olingo: " + right + " right, " + wrong + " wrong");
  }
}
